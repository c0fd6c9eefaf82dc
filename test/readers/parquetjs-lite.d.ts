declare module 'parquetjs-lite' {
  interface Field {
    readonly type: string
    readonly optional?: boolean
    readonly compression?: string
  }
  export class ParquetSchema {
    constructor(fields: Readonly<Record<string, Field>>)
  }
  export class ParquetWriter {
    static openFile(
      schema: ParquetSchema,
      path: string,
      options?: { readonly rowGroupSize?: number },
    ): Promise<ParquetWriter>
    appendRow(row: object): Promise<void>
    close(): Promise<void>
  }
}

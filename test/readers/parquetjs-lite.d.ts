declare module 'parquetjs-lite' {
  interface Field {
    readonly type?: string
    readonly optional?: boolean
    readonly repeated?: boolean
    readonly compression?: string
    readonly fields?: Readonly<Record<string, Field>>
  }
  export class ParquetSchema {
    constructor(fields: Readonly<Record<string, Field>>)
  }
  export class ParquetWriter {
    static openFile(
      schema: ParquetSchema,
      path: string,
      options?: { readonly rowGroupSize?: number; readonly useDataPageV2?: boolean },
    ): Promise<ParquetWriter>
    appendRow(row: object): Promise<void>
    close(): Promise<void>
  }
}

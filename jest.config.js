/** Tests run on the TypeScript source, through swc: what is written is what runs. */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.m?[tj]s$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs', ignoreDynamic: false },
      },
    ],
  },
  // the charts' library and its d3 ship one CommonJS file each; transforming their 500 modules would take a minute
  moduleNameMapper: {
    '^@observablehq/plot$': '<rootDir>/node_modules/@observablehq/plot/dist/plot.umd.min.js',
    '^linkedom$': '<rootDir>/node_modules/linkedom/worker.js',
    '^d3(@.*)?$': '<rootDir>/node_modules/d3/dist/d3.min.js',
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(hyparquet|hyparquet-compressors|hyparquet-writer|hysnappy|fzstd|zstddec|csv-parse|linkedom)/)',
  ],
  // looked up in the vm's context, these would cost more than what is done with them
  sandboxInjectedGlobals: ['Math', 'Number', 'Uint8Array', 'Uint32Array', 'Float64Array'],
  maxWorkers: '100%',
  testTimeout: 30_000,
}

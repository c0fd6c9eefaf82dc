import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    plugins: 'src/plugins.ts',
    main: 'src/cli/main.ts',
    worker: 'src/worker.ts',
    inflater: 'src/inflater.ts',
  },
  format: ['esm', 'cjs'],
  platform: 'node',
  target: 'node20',
  dts: true,
  shims: true,
  fixedExtension: false,
})

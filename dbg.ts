import { plan } from './src/plan.ts'
import { readShards } from './src/readings.ts'
import { createStation } from './src/station.ts'
import { kernel } from './src/tokenizers/kernel.ts'
const { shards } = await plan([process.argv[2]], { shardBytes: 8*1024*1024 })
const station = createStation({ shards, options:{}, memory: 2e9 }, () => {})
const crew={size:1,threads:false,async call(_,name,...args){return station[name](...args)},close:async()=>station.close()}
await readShards(crew, shards); await station.collected()
const blocks = await station.records()
const by=kernel()
const table=new Uint32Array(1<<22)
const t=(n,f)=>{const a=process.cpuUsage();const r=f();const d=process.cpuUsage(a);console.log(n,((d.user+d.system)/1e6).toFixed(3),r)}
const each=(f)=>{for(const {words,used} of blocks){for(let at=0;at<used;){let end=at;while(end<used&&end+words[end]-at<=65536)end+=words[end];f(words.subarray(at,end));at=end}}}
for(let k=0;k<4;k++){
t('cells',()=>{let n=0,h=0;each(w=>{const c=by.cellsOf(w,10,[1,2,3]);n+=c.featureCount;for(let i=0;i<c.featureCount;i+=97)h=(h*31+c.features[i])|0});return n+' '+h})
t('cells+count',()=>{let n=0;each(w=>{const c=by.cellsOf(w,10,[1,2,3]);const f=c.features;for(let i=0;i<c.featureCount;i++)table[f[i]]++;n+=c.featureCount});return n})
}

export * from './bundle/schema.ts';
export * from './errors.ts';
export * from './limits.ts';
export * from './result/part.ts';
export * from './result/run.ts';
export * from './result/schema.ts';
export * from './snapshot/kinds/index.ts';
export * from './snapshot/schema.ts';

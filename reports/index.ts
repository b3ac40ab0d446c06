export type { PdfOptions, ReportFile, ReportFormat, ReportInput, ReportPorts } from './contract.ts';
export { type FormatId, formatIds, renderReport } from './formats.ts';
export { ReportSettings } from './settings.ts';
export { type TerminalOptions, terminalSummary } from './terminal.ts';
export { type ReportView, viewModel } from './view/index.ts';

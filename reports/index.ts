export type { PdfOptions, ReportFile, ReportFormat, ReportInput, ReportOwner, ReportPorts } from './contract.ts';
export { type CsvFault, type CsvRecord, readCsv, writeCsv } from './csv.ts';
export { type FormatId, formatIds, renderReport } from './formats.ts';
export { checkTemplate } from './pages.ts';
export { ReportSettings } from './settings.ts';
export { loadMailTemplates, type Templates } from './templates.ts';
export { type TerminalOptions, terminalSummary } from './terminal.ts';
export { type ReportView, viewModel } from './view/index.ts';

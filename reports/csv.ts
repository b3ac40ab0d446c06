/** Cells that a spreadsheet would take as a formula; leading quotes count, so that the mark can be taken off again. */
const formula = /^'*[=+\-@\t\r]/;

/** A record and the line of the file that it begins in, from 1. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/** Where a text breaks RFC 4180. */
export interface CsvFault {
  line: number;
  message: string;
}

/**
 * CSV of RFC 4180: comma, CRLF, quotes where they are needed. A cell that begins with `=`, `+`, `-`, `@`, tab or
 * carriage return gets a `'` in front, so that no spreadsheet runs what came from an inspected system.
 */
export function writeCsv(records: readonly (readonly string[])[]): string {
  return records.map((cells) => `${cells.map(writeCell).join(',')}\r\n`).join('');
}

function writeCell(cell: string): string {
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",;\r\n\t]|^\s|\s$/.test(safe) || safe === '' ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Reads CSV of RFC 4180, with LF or CRLF, and takes the `'` of {@link writeCsv} off again. A first mark of byte order is
 * skipped. Faults come with the records that could be read; after one in quotes, nothing behind it is read.
 * @param separator `,`, or what a spreadsheet of another language wrote: `;` or a tab
 */
export function readCsv(text: string, separator = ','): { records: CsvRecord[]; faults: CsvFault[] } {
  const records: CsvRecord[] = [];
  const faults: CsvFault[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let line = 1;
  let record: CsvRecord = { line, cells: [] };
  while (at < text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at + 1) : plainCell(text, at, separator);
    if (typeof cell === 'string') {
      faults.push({ line, message: cell });
      return { records, faults };
    }
    line += cell.value.split('\n').length - 1;
    record.cells.push(formula.test(cell.value.slice(1)) && cell.value[0] === "'" ? cell.value.slice(1) : cell.value);
    at = cell.end;
    if (text[at] === separator) {
      at += 1;
      if (at === text.length) record.cells.push('');
      continue;
    }
    const ended = text.startsWith('\r\n', at) ? 2 : text[at] === '\n' ? 1 : 0;
    if (ended === 0 && at < text.length) {
      faults.push({ line, message: 'something stands behind the closing quote of a cell' });
      return { records, faults };
    }
    records.push(record);
    at += ended;
    line += 1;
    record = { line, cells: [] };
  }
  if (record.cells.length > 0) records.push(record);
  return { records, faults };
}

function quotedCell(text: string, start: number): { value: string; end: number } | string {
  for (let at = text.indexOf('"', start); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return { value: text.slice(start, at).replaceAll('""', '"'), end: at + 1 };
  }
  return 'a quote is opened and not closed';
}

function plainCell(text: string, start: number, separator: string): { value: string; end: number } | string {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && !text.startsWith('\r\n', end)) {
    if (text[end] === '"') return 'a quote stands inside a cell that has none around it';
    end += 1;
  }
  return { value: text.slice(start, end), end };
}

import { sha256Hex, splitResult } from '../engine/index.ts';
import type { ReportInput } from './contract.ts';
import type { ReportView } from './view/index.ts';

/**
 * Writes what a browser cannot into a printed page: the data of the document, dates of the result in place of the
 * clock's, and result.json as an attachment. Tags, outline and language stay as they are.
 */
export async function finishPdf(printed: Uint8Array, input: ReportInput, view: ReportView): Promise<Uint8Array> {
  const { PDF } = await import('@libpdf/core');
  const { result } = input;
  const document = await PDF.load(printed);
  const date = new Date(result.createdAt);
  document.setTitle(view.title, { showInWindowTitleBar: true });
  document.setAuthor(view.identity.facts.find((fact) => fact.name === 'Prepared by')?.value ?? '');
  document.setSubject(`result ${view.inputs.resultDigest}`);
  document.setCreator(`plimsoll ${view.version}`);
  document.setCreationDate(date);
  document.setModificationDate(date);
  document.addAttachment('result.json', splitResult(result, input.limits).files[0]!.bytes, {
    description: 'The result this report shows, for programs and for printing again',
    mimeType: 'application/json',
    createdAt: date,
    modifiedAt: date,
  });
  return withFixedId(await document.save());
}

/**
 * The file identifier of the trailer (ISO 32000-1, 14.4) taken from the content: browsers draw it by lot, and equal
 * results would give unequal files.
 */
function withFixedId(bytes: Uint8Array): Uint8Array {
  const trailerBytes = 2_048;
  const start = Math.max(0, bytes.length - trailerBytes);
  const trailer = Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.length - start).toString('latin1');
  const found = /\/ID \[<([0-9A-F]{32})> <([0-9A-F]{32})>\]/i.exec(trailer);
  if (found === null) return bytes;
  const identifier = sha256Hex(bytes.subarray(0, start + found.index))
    .slice(0, 32)
    .toUpperCase();
  const fixed = Uint8Array.from(bytes);
  fixed.set(Buffer.from(`/ID [<${identifier}> <${identifier}>]`, 'latin1'), start + found.index);
  return fixed;
}

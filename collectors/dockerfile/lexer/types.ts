/** A text that follows an instruction: `<<EOF` … `EOF`. */
export interface Heredoc {
  /** The word that ends it. */
  name: string;
  /** Number before `<<`; 0: none. */
  descriptor: number;
  /** Whether variables in it are replaced: no part of the word is quoted. */
  expand: boolean;
  /** Whether leading tabs go: `<<-`. */
  chomp: boolean;
  content: string;
}

/** One instruction, its lines joined. */
export interface LexedInstruction {
  /** As written; empty where a line is nothing but a continuation. */
  name: string;
  /** First and last line, from 1, heredocs included. */
  line: number;
  endLine: number;
  flags: string[];
  /** Arguments, by the rule of the instruction; of ENV and LABEL name, value and sign in turn. */
  words: string[];
  /** Whether the arguments are a JSON list. */
  json: boolean;
  /** The instruction behind ONBUILD. */
  child: LexedInstruction | null;
  heredocs: Heredoc[];
  /** The whole instruction without its heredocs. */
  text: string;
}

/** A Dockerfile as BuildKit's parser reads it. */
export interface LexedDockerfile {
  /** Character that continues lines. */
  escape: string;
  /** Parser directives by name: syntax, escape, check. */
  directives: Record<string, string>;
  instructions: LexedInstruction[];
  /** Why a builder refuses the file; null: it does not. */
  failure: { line: number; message: string } | null;
}

/** Ends the lexing of a file; caught in this folder and turned into a failure with its line. */
export class LexError extends Error {}

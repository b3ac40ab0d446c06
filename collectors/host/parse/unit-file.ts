/** One `Name=value` of a unit, in order. */
export interface UnitSetting {
  section: string;
  name: string;
  value: string;
}

/** Parses a systemd unit or drop-in (systemd.syntax(7)): sections, comments, lines continued by a backslash. */
export function parseUnitFile(text: string): UnitSetting[] {
  const settings: UnitSetting[] = [];
  let section = '';
  let pending = '';
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    if (trimmed.endsWith('\\')) {
      pending += `${trimmed.slice(0, -1)} `;
      continue;
    }
    const whole = (pending + trimmed).trim();
    pending = '';
    if (/^\[.*\]$/.test(whole)) section = whole.slice(1, -1);
    const equals = whole.indexOf('=');
    if (equals > 0)
      settings.push({ section, name: whole.slice(0, equals).trim(), value: whole.slice(equals + 1).trim() });
  }
  return settings;
}

/** Values of one setting over a unit and its drop-ins: an empty one clears what came before. */
export function listSetting(settings: readonly UnitSetting[], section: string, name: string): string[] {
  let values: string[] = [];
  for (const setting of settings) {
    if (setting.section !== section || setting.name !== name) continue;
    values = setting.value === '' ? [] : [...values, setting.value];
  }
  return values;
}

/** Splits a command line of a unit into words: quotes group, a backslash escapes. */
export function splitWords(command: string): string[] {
  const words: string[] = [];
  const pattern = /(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|((?:[^\s"'\\]|\\.)+))/g;
  let last = -1;
  for (const match of command.matchAll(pattern)) {
    const word = (match[1] ?? match[2] ?? match[3] ?? '').replace(/\\(.)/g, '$1');
    if (match.index === last && words.length > 0) words[words.length - 1] += word;
    else words.push(word);
    last = match.index + match[0].length;
  }
  return words;
}

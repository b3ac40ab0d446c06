import { commands } from '../../cli/commands/index.ts';
import { buildProgram } from '../../cli/main.ts';
import { pageHead } from './markdown.ts';

/** `--help` of every command, as the program prints it at 100 columns. */
export function commandReference(): string {
  const program = buildProgram(() => undefined);
  const pages: string[] = [];
  for (const command of program.commands) {
    const isCommand = command.commands.length === 0 || commands.some(({ name }) => name === command.name());
    for (const each of [...(isCommand ? [command] : []), ...command.commands]) {
      each.configureHelp({ helpWidth: 100 });
      let text = '';
      each.configureOutput({ writeOut: (chunk) => (text += chunk), getOutHelpWidth: () => 100 });
      each.outputHelp();
      const name = each === command ? command.name() : `${command.name()} ${each.name()}`;
      if (name !== 'help') pages.push(`## plimsoll ${name}\n\n\`\`\`\n${text.trimEnd()}\n\`\`\`\n`);
    }
  }
  return `${pageHead('Commands', 'Human output goes to stderr, data to stdout or files.')}\n${pages.join('\n')}`;
}

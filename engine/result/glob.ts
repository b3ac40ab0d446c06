/**
 * Compiles a glob over whole texts: `*` stands for any characters but `/`, `**` for any characters, everything else
 * for itself.
 */
export function compileGlob(glob: string): (text: string) => boolean {
  const pieces = glob.split(/(\*\*|\*)/).filter((piece) => piece !== '');
  return (text) => matches(pieces, text);
}

/** Follows all ways to match at once, one piece after the other, so that no pattern takes exponential time. */
function matches(pieces: string[], text: string): boolean {
  let reached = new Set([0]);
  for (const piece of pieces) {
    reached = piece.startsWith('*') ? throughStar(reached, text, piece === '**') : throughText(reached, text, piece);
    if (reached.size === 0) return false;
  }
  return reached.has(text.length);
}

function throughText(reached: Set<number>, text: string, piece: string): Set<number> {
  const next = new Set<number>();
  for (const at of reached) if (text.startsWith(piece, at)) next.add(at + piece.length);
  return next;
}

function throughStar(reached: Set<number>, text: string, slashes: boolean): Set<number> {
  const next = new Set<number>();
  let open = false;
  for (let at = 0; at <= text.length; at += 1) {
    if (at > 0 && !slashes && text[at - 1] === '/') open = false;
    if (reached.has(at)) open = true;
    if (open) next.add(at);
  }
  return next;
}

/** A text that grows on the way, as a ligature of eighteen letters does, is printed no longer than this. */
const LONGEST = 200;

/**
 * A text in the characters that the standard fonts of PDF can draw, those of Windows-1252. What they lack is
 * replaced: marks are left off ("Wałęsa" is printed as "Walesa"), Greek and Bulgarian are transliterated letter by
 * letter, and what other scripts have is "?". Line breaks and other control characters become blanks; the
 * no-break space stays. What becomes longer than a value may be, and than it was, is cut off.
 */
export function printable(text: string): string {
  const letters = text.normalize('NFC').replace(OMICRON_YPSILON, 'ou');
  const printed = Array.from(letters, printableCharacter).join('');
  const longest = Math.max(LONGEST, text.length);
  return printed.length > longest ? `${printed.slice(0, longest - 1)}…` : printed;
}

/** The Greek letters that stand for one sound, as in most family names. */
const OMICRON_YPSILON = /ο[υύ]/gu;

const WINDOWS_1252 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

function isDrawn(character: string): boolean {
  return /^[ -~\u00a0-¬®-ÿ]$/.test(character) || WINDOWS_1252.includes(character);
}

function printableCharacter(character: string): string {
  if (isDrawn(character)) return character;
  if (/^[\p{Cc}\p{Z}]$/u.test(character)) return ' ';
  if (/^[\p{Cf}\p{M}]$/u.test(character)) return '';
  return replacementOf(character) ?? Array.from(character.normalize('NFKD'), plainCharacter).join('');
}

function plainCharacter(character: string): string {
  if (isDrawn(character)) return character;
  if (/^[\p{M}\p{Cf}]$/u.test(character)) return '';
  return replacementOf(character) ?? '?';
}

function replacementOf(character: string): string | undefined {
  const found = REPLACEMENTS.get(character);
  if (found !== undefined) return found;
  const small = REPLACEMENTS.get(character.toLowerCase());
  return small && small.charAt(0).toUpperCase() + small.slice(1);
}

/** Letters with a stroke, which no normalisation takes off, and punctuation. */
const LATIN = 'đ:d ħ:h ı:i ĸ:k ł:l ŋ:ng ŧ:t ẞ:SS ‐:- ‑:- −:- ′:’ ″:” ʹ:’ ʼ:’';

/** ELOT 743, letter by letter. */
const GREEK =
  'α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o';

/** The Bulgarian Transliteration Act. */
const CYRILLIC =
  'а:a б:b в:v г:g д:d е:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:h ц:ts ч:ch ш:sh щ:sht ъ:a ь:y ю:yu я:ya';

const REPLACEMENTS = new Map(
  `${LATIN} ${GREEK} ${CYRILLIC}`.split(' ').map((pair) => pair.split(':') as [string, string]),
);

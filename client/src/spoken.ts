// A fingerprint as words to be read aloud: proquints, sixteen bits each, as outputs/fingerprints.py.
const CONSONANTS = "bdfghjklmnprstvz";
const VOWELS = "aiou";
const WORDS = 5; // 80 bits: nobody makes a second key with the same five

function word(bits: number): string {
  const consonant = (at: number): string => CONSONANTS.charAt((bits >> at) & 15);
  const vowel = (at: number): string => VOWELS.charAt((bits >> at) & 3);
  return consonant(12) + vowel(10) + consonant(6) + vowel(4) + consonant(0);
}

/** The first bytes of a key, given as hex, as five words. */
export function spoken(hex: string): string {
  const words = [];
  for (let at = 0; at < WORDS * 4; at += 4) words.push(word(parseInt(hex.slice(at, at + 4), 16)));
  return words.join("-");
}

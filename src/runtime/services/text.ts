/** Describes texts and their tokens, whether an experiment is loaded or not. */
import { characterCount, firstCharacters } from '../../data/characters';
import { readOwnText } from '../../data/corpora';
import { smallestText, splitTokens } from '../../data/split';
import { byteCount, type Tokenizer } from '../../data/tokenizers';
import type { TextSettings } from '../../experiment/schema';
import type { OwnText, TextFacts, TextProgress, TextService, TextSplit, TokenPiece } from '../protocol';
import type { TextCache } from '../textCache';

/** Characters shown of a text's beginning. */
const sampleLength = 400;

/** How many of a vocabulary's longest tokens are shown. */
const longestShown = 40;

/** Needs nothing loaded. */
export class Text implements TextService {
  constructor(private readonly texts: TextCache) {}

  async readOwn(file: Blob, name: string, context: number): Promise<OwnText> {
    const read = await readOwnText(file, name, smallestText(context));
    if (!read.ok) throw new Error(read.message);
    return { name, text: read.text };
  }

  async describe(
    settings: TextSettings,
    ownText: OwnText | null,
    onProgress?: (progress: TextProgress) => void,
  ): Promise<TextFacts> {
    const { text, tokenizer, tokens } = await this.texts.get(settings, ownText, onProgress);
    const vocab = tokenizer.vocabSize;
    const longest = Array.from({ length: vocab }, (_, id) => pieceOf(tokenizer, id))
      .sort((a, b) => b.bytes - a.bytes || a.id - b.id)
      .slice(0, longestShown);
    return {
      characters: characterCount(text),
      bytes: byteCount(tokenizer, tokens),
      tokens: tokens.length,
      vocab,
      sample: firstCharacters(text, sampleLength),
      longest,
    };
  }

  async tokenize(settings: TextSettings, ownText: OwnText | null, sample: string): Promise<TextSplit> {
    const { tokenizer } = await this.texts.get(settings, ownText);
    const pieces = Array.from(tokenizer.encode(sample), (id) => pieceOf(tokenizer, id));
    return { pieces, unknown: tokenizer.unknown(sample) };
  }

  async heldOut(settings: TextSettings, ownText: OwnText | null, context: number): Promise<string> {
    const { tokenizer, tokens } = await this.texts.get(settings, ownText);
    const split = splitTokens(tokens, context);
    if (!split.ok) throw new Error(split.message);
    return tokenizer.decode(split.validation.subarray(0, context));
  }
}

const pieceOf = (tokenizer: Tokenizer, id: number): TokenPiece => ({
  id,
  label: tokenizer.tokenText(id),
  bytes: tokenizer.tokenBytes(id),
});

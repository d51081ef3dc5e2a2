// What a tokenizer is: a reversible map between text and integers below vocabSize.

/** A tokenizer as plain JSON; `id` names the kind that can read it, and the kind says which of the rest it writes. */
export interface TokenizerJson {
  id: string;
  /** The text of each token. */
  symbols?: string[];
  /** Pairs of tokens that are joined to a new one, in the order they were learned. */
  merges?: [left: number, right: number][];
}

/** A trained tokenizer. */
export interface Tokenizer {
  readonly id: string;
  readonly vocabSize: number;
  /** Encodes a text; never fails: what the vocabulary lacks becomes the unknown token. */
  encode(text: string): Int32Array;
  /** Finds the characters of a text that become the unknown token, each once, in their order. */
  unknown(text: string): string[];
  /** Decodes tokens to text. @throws RangeError for an id outside the vocabulary */
  decode(ids: ArrayLike<number>): string;
  /** Decodes tokens as they come; what does not end on a whole character waits for the next. */
  stream(): TokenStream;
  /** Writes one token as a label to be read: white space as a visible sign. @throws RangeError like decode */
  tokenText(id: number): string;
  /** Counts the bytes of UTF-8 that one token stands for. @throws RangeError like decode */
  tokenBytes(id: number): number;
  toJSON(): TokenizerJson;
}

/** Decodes tokens one by one. */
export interface TokenStream {
  /** Takes the next token. @returns the text that it completes */
  push(id: number): string;
  /** Ends the stream. @returns what was left incomplete, as U+FFFD */
  end(): string;
}

/** How a tokenizer is trained. */
export interface TrainOptions {
  /** How many tokens are wanted, where the kind is `sized`. */
  vocabSize: number;
  /**
   * Called a few times a second with how much is done; training continues once it resolves, so that others get a turn,
   * and ends with its error where it rejects.
   */
  report?(done: number, total: number): Promise<void>;
}

/** One kind of tokenizer, as the registry lists it. */
export interface TokenizerKind {
  id: string;
  /** What stands for it in a link: its own for ever. */
  linkCode: number;
  name: string;
  description: string;
  /** Whether the size of its vocabulary is chosen; else the kind or the text decides it. */
  sized: boolean;
  /** Builds the vocabulary from a text. */
  train(text: string, options: TrainOptions): Tokenizer | Promise<Tokenizer>;
  /** Reads what toJSON wrote. @throws Error if it is not of this kind */
  fromJSON(json: TokenizerJson): Tokenizer;
}

/** Counts the bytes of UTF-8 that tokens stand for. @throws RangeError where an id is outside the vocabulary */
export function byteCount(tokenizer: Tokenizer, ids: Int32Array): number {
  const sizes = Array.from({ length: tokenizer.vocabSize }, (_, id) => tokenizer.tokenBytes(id));
  let bytes = 0;
  // By index: a text of millions is counted when the page opens.
  for (let i = 0; i < ids.length; i++) bytes += sizes[ids[i]!]!;
  return bytes;
}

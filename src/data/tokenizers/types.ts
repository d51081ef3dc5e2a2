// What a tokenizer is: a reversible map between text and integers below vocabSize.

/** A tokenizer as plain JSON; `id` names the kind that can read it. */
export interface TokenizerJson {
  id: string;
  symbols: string[];
}

export interface Tokenizer {
  readonly id: string;
  readonly vocabSize: number;
  /** Never fails: what the vocabulary lacks becomes the unknown token. */
  encode(text: string): Int32Array;
  /** The text of the tokens. Throws a RangeError for an id outside the vocabulary. */
  decode(ids: ArrayLike<number>): string;
  /** One token as a label to be read: white space as a visible sign. Throws a RangeError like decode. */
  tokenText(id: number): string;
  toJSON(): TokenizerJson;
}

/** One kind of tokenizer, as the registry lists it. */
export interface TokenizerKind {
  id: string;
  name: string;
  description: string;
  /** Builds the vocabulary from a text. */
  train(text: string): Tokenizer;
  /** Reads what toJSON wrote. Throws an Error if it is not of this kind. */
  fromJSON(json: TokenizerJson): Tokenizer;
}

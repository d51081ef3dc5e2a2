/**
 * AssemblyScript's types and built-in functions, as far as the kernels use them, for the checks and editors of TypeScript. Its
 * own compiler has its own; every number is a number here.
 */
type i32 = number;
type f32 = number;
type f64 = number;
/** A pointer: bytes from the start of the memory. */
type usize = number;
interface v128 {
  readonly lanes: unique symbol;
}

declare const ASC_FEATURE_RELAXED_SIMD: boolean;
declare const __heap_base: usize;

// biome-ignore lint/suspicious/noRedeclare: the type, and the cast to it
declare function i32(value: number | boolean): i32;
declare function load<T>(pointer: usize, offset?: usize): T;
declare function store<T>(pointer: usize, value: T, offset?: usize): void;
declare function min<T extends number>(a: T, b: T): T;
declare function max<T extends number>(a: T, b: T): T;
declare function sqrt<T extends number>(x: T): T;

declare namespace memory {
  function copy(to: usize, from: usize, bytes: usize): void;
  function fill(to: usize, value: number, bytes: usize): void;
  /** Reserves bytes that are there from the start. */
  function data(bytes: i32): usize;
}

declare namespace f32 {
  const MAX_VALUE: f32;
}

declare namespace v128 {
  function load(pointer: usize, offset?: usize): v128;
  function load32_splat(pointer: usize, offset?: usize): v128;
  function store(pointer: usize, value: v128, offset?: usize): void;
  function shuffle<T>(a: v128, b: v128, l0: i32, l1: i32, l2: i32, l3: i32): v128;
  function and(a: v128, b: v128): v128;
  function bitselect(a: v128, b: v128, mask: v128): v128;
}

declare namespace f32x4 {
  function splat(value: f32): v128;
  function extract_lane(a: v128, lane: i32): f32;
  function add(a: v128, b: v128): v128;
  function sub(a: v128, b: v128): v128;
  function mul(a: v128, b: v128): v128;
  function div(a: v128, b: v128): v128;
  function min(a: v128, b: v128): v128;
  function max(a: v128, b: v128): v128;
  function gt(a: v128, b: v128): v128;
  function neg(a: v128): v128;
  function sqrt(a: v128): v128;
  function nearest(a: v128): v128;
  /** a·b + c, rounded once or twice as the machine likes. */
  function relaxed_madd(a: v128, b: v128, c: v128): v128;
}

declare namespace i32x4 {
  function splat(value: i32): v128;
  function add(a: v128, b: v128): v128;
  function shl(a: v128, bits: i32): v128;
  function trunc_sat_f32x4_s(a: v128): v128;
}

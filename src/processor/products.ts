/** Products with a model's parameters, there and back, as calls of the kernels. */
import type { Kernels } from './kernels';
import type { Pointer } from './memory';
import type { ParameterLayout, Slot } from './parameters';

export class Products {
  /**
   * @param values the block of the parameters
   * @param scratch `matmulScratch` floats
   */
  constructor(
    private readonly kernels: Kernels,
    private readonly layout: ParameterLayout,
    private readonly values: Pointer,
    private readonly scratch: Pointer,
  ) {}

  /** @throws Error where the model has no parameter, nor parameters side by side, of this name */
  slot(name: string): Slot {
    const found = this.layout.joined.get(name) ?? this.layout.slots.get(name);
    if (!found) throw new Error(`The model has no parameter "${name}".`);
    return found;
  }

  /** Where a parameter lies in a block. */
  in(block: Pointer, name: string): Pointer {
    return block + 4 * this.slot(name).offset;
  }

  /** Where a parameter's values lie. */
  value(name: string): Pointer {
    return this.in(this.values, name);
  }

  /**
   * out = or += x · W for some columns of W (rows, ·), x (n, rows).
   * @param out (n, ·), its rows `outStride` floats apart @param add 1 to add to what is there
   */
  times(
    name: string,
    x: Pointer,
    out: Pointer,
    outStride: number,
    n: number,
    add: 0 | 1,
    from = 0,
    columns = this.slot(name).columns,
  ): void {
    const { offset, rows, stride } = this.slot(name);
    const w = this.values + 4 * (offset + from);
    this.kernels.matmul(x, rows, 1, w, stride, 1, out, outStride, n, columns, rows, add, this.scratch);
  }

  /** dx (n, rows) = or += dy · Wᵀ for some columns of W; rows of dy lie `dyStride` floats apart. */
  timesTransposed(
    name: string,
    dy: Pointer,
    dyStride: number,
    dx: Pointer,
    n: number,
    add: 0 | 1,
    from = 0,
    columns = this.slot(name).columns,
  ): void {
    const { offset, rows, stride } = this.slot(name);
    const w = this.values + 4 * (offset + from);
    this.kernels.matmul(dy, dyStride, 1, w, stride, 0, dx, rows, n, rows, columns, add, this.scratch);
  }

  /** dW += xᵀ · dy for some columns of W, x (n, rows). @param gradients the block that dW lies in */
  addWeightGradient(
    name: string,
    x: Pointer,
    dy: Pointer,
    dyStride: number,
    gradients: Pointer,
    n: number,
    from = 0,
    columns = this.slot(name).columns,
  ): void {
    const { offset, rows, stride } = this.slot(name);
    const dw = gradients + 4 * (offset + from);
    this.kernels.matmul(x, rows, 0, dy, dyStride, 1, dw, stride, rows, columns, n, 1, this.scratch);
  }

  /** out (n, V) = x (n, d) · Eᵀ for a table E (V, d). */
  unembed(name: string, x: Pointer, out: Pointer, n: number): void {
    const { offset, rows: vocab, columns: d } = this.slot(name);
    const table = this.values + 4 * offset;
    this.kernels.matmul(x, d, 1, table, d, 0, out, vocab, n, vocab, d, 0, this.scratch);
  }

  /** dx (n, d) = dOut (n, V) · E, and dE += dOutᵀ · x. */
  unembedBack(name: string, x: Pointer, dOut: Pointer, dx: Pointer, gradients: Pointer, n: number): void {
    const { offset, rows: vocab, columns: d } = this.slot(name);
    const k = this.kernels;
    k.matmul(dOut, vocab, 0, x, d, 1, gradients + 4 * offset, d, vocab, d, n, 1, this.scratch);
    k.matmul(dOut, vocab, 1, this.values + 4 * offset, d, 1, dx, d, n, d, vocab, 0, this.scratch);
  }
}

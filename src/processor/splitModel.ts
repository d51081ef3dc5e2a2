/** A model in training whose steps are shared by workers: each computes some shards, and one sums them and updates. */
import { type Remote, transfer } from 'comlink';
import type { Batch } from '../data/batches';
import type { LayerStep, StepResult } from '../engine/engine';
import type { AdamWHyper } from '../ops/adamWSchedule';
import { layerSteps } from './layerSteps';
import { type ProcessorModel, weightOf } from './processorModel';
import { partsOf, shardsOf } from './shards';

/** What a worker offers that computes parts of another's steps. */
export interface Follower {
  /**
   * Computes the gradients of some shards.
   * @param carrier the parameters; it comes back with the gradients: one buffer goes back and forth for ever
   * @param weight 1 / number of due targets of the whole batch
   */
  gradients(carrier: Float32Array, shards: Batch[], weight: number): Promise<PartialGradients>;
}

interface PartialGradients {
  carrier: Float32Array;
  /** Sum of the shards' losses. */
  loss: number;
}

export class SplitModel {
  private carriers: Float32Array[];

  constructor(
    readonly model: ProcessorModel,
    private readonly hyper: AdamWHyper,
    private readonly followers: readonly Remote<Follower>[],
  ) {
    this.carriers = followers.map(() => model.newCarrier());
  }

  /** One update, with the same bits however many followers there are. */
  async step(
    batch: Batch,
    schedule: Float32Array,
    measured: boolean,
  ): Promise<StepResult & { layers: LayerStep[] | null }> {
    const { model } = this;
    const params = () => model.readState().values.params;
    const before = measured ? params() : null;
    const began = performance.now();
    const weight = weightOf(batch.targets);
    const [own, ...others] = partsOf(shardsOf(batch), 1 + this.followers.length);
    const [loss, ...theirs] = await Promise.all([
      // After the others have been asked.
      Promise.resolve().then(() => model.shardGradients(own as Batch[], weight)),
      ...others.map((part, f) => this.ask(f, part, weight)),
    ]);
    theirs.forEach(({ carrier }, f) => {
      this.carriers[f] = carrier;
    });
    const total = model.sumParts(loss, theirs);
    const gradNorm = model.update(batch.inputs.length / batch.rows, schedule, this.hyper);
    const seconds = (performance.now() - began) / 1000;
    const layers =
      before && layerSteps(model.passes.plan.layers.length, before, params(), model.readGradients());
    return { loss: total * weight, gradNorm, seconds, layers };
  }

  private ask(f: number, shards: readonly Batch[], weight: number): Promise<PartialGradients> {
    const carrier = this.carriers[f] as Float32Array;
    this.model.readValues(carrier);
    // A view would be sent with all that it is a view of.
    const sent = shards.map(({ inputs, targets, rows }) => ({
      inputs: inputs.slice(),
      targets: targets.slice(),
      rows,
    }));
    const follower = this.followers[f] as Remote<Follower>;
    return follower.gradients(transfer(carrier, [carrier.buffer]), sent, weight);
  }
}

/** What a follower answers with. @param model of `ProcessorModel.createPart` */
export const followerOf = (model: Promise<ProcessorModel>): Follower => ({
  async gradients(carrier, shards, weight) {
    const part = await model;
    part.writeValues(carrier);
    const loss = part.shardGradients(shards, weight);
    part.readSum(carrier);
    return transfer({ carrier, loss }, [carrier.buffer]);
  },
});

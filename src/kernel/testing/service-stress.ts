import type { Service } from "../service.ts";

const LOOPS = 10;
const ROUNDS_PER_LOOP = 50;
// One round in ten stops without waiting for its start. More of them would mostly be more real starts, which cost time.
const IMPATIENT_ROUND = 10;

/**
 * Attacks the contract of `Service`: ten loops start and stop one service fifty times each, all at once, now and then without
 * waiting for the start. Then it must still start, start again, stop, and stop again. Rejects when any of that does.
 *
 * Every service's test calls it. The service comes back stopped.
 */
export async function stressService(make: () => Service): Promise<void> {
  const service = make();
  await service.stop(); // before any start: nothing to do
  await Promise.all(Array.from({ length: LOOPS }, (_, loop) => startAndStop(service, loop)));
  await service.start();
  await service.start();
  await service.stop();
  await service.stop();
}

async function startAndStop(service: Service, loop: number): Promise<void> {
  for (let round = 0; round < ROUNDS_PER_LOOP; round += 1) {
    const started = service.start();
    if ((loop + round) % IMPATIENT_ROUND !== 0) {
      await started;
    }
    await Promise.all([started, service.stop()]);
  }
}

import { toConnectError } from "../../error-translation.ts";
import { ListenUnavailableError } from "../../errors.ts";
import type { ListenClient, PoolLike } from "./pg-types.ts";

/** A connection that nobody else uses for as long as it is lent. */
export interface ListenLoan {
  readonly client: ListenClient;
  /** `broken`: nobody is to use it again. */
  giveBack(broken: boolean): Promise<void>;
}

/** A pool with fewer would miss the one that it does not get back: we guessed. */
const SMALLEST_POOL = 4;

/**
 * Lends one client of a host's pool. A pool that does not say how large it is counts as too small.
 *
 * @throws ListenUnavailableError, DatabaseUnavailableError.
 */
export async function lendFromPool(pool: PoolLike): Promise<ListenLoan> {
  if ((pool.options?.max ?? 0) < SMALLEST_POOL) {
    throw new ListenUnavailableError("POOL_TOO_SMALL");
  }
  try {
    const client = await pool.connect();
    return {
      client,
      giveBack: async (broken) => {
        client.release(broken);
      },
    };
  } catch (thrown) {
    throw toConnectError(thrown);
  }
}

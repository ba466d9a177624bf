/**
 * Those who wait until nothing is due and nothing runs. A request is granted only by a look that began after it was
 * made.
 */
export interface SettleRequests {
  readonly waiting: boolean;
  make(): Promise<void>;
  /** A look begins: it speaks for the requests made until now. */
  lookBegins(): void;
  /** The look found nothing to do. */
  grant(): void;
  refuse(error: Error): void;
}

interface Request {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** No requests yet. */
export function createSettleRequests(): SettleRequests {
  let made: Request[] = [];
  let covered: Request[] = [];

  return {
    get waiting() {
      return made.length + covered.length > 0;
    },
    make: () => new Promise<void>((resolve, reject) => made.push({ resolve, reject })),
    lookBegins: () => {
      covered = [...covered, ...made];
      made = [];
    },
    grant: () => {
      const granted = covered;
      covered = [];
      granted.forEach((request) => request.resolve());
    },
    refuse: (error) => {
      const refused = [...covered, ...made];
      covered = [];
      made = [];
      refused.forEach((request) => request.reject(error));
    },
  };
}

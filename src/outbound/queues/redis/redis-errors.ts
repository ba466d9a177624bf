import { RekindleError } from "../../../kernel/index.ts";

/** `REDIS_URL` is set, and the packages that speak to Redis are not installed. */
export class RedisPackageMissingError extends RekindleError {
  readonly code = "REDIS_PACKAGE_MISSING";
  readonly packageName: string;

  constructor(packageName: string, options?: ErrorOptions) {
    super(
      `Redis is to be used, and the package ${packageName} is not installed: npm install bullmq ioredis (or unset REDIS_URL)`,
      options,
    );
    this.packageName = packageName;
  }
}

/** A Redis server answers, and cannot be used as it is. */
export class RedisUnusableError extends RekindleError {
  readonly code = "REDIS_UNUSABLE";
}

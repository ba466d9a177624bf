/** `rekindle/scheduler/testing`: what tests of job handlers need. */
export * from "../scheduler/testing/index.ts";

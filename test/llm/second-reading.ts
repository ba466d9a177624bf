/** Whether a model is asked if a follow-up may go out, and not to write one. */
export function isSecondReading(system: string): boolean {
  return system.includes("yes or no");
}

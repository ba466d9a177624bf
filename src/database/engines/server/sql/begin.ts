/** Our statements are written for this level; a role or a host may have another default. */
export const BEGIN = "begin isolation level read committed";

/** In a session with other settings than ours, which come back with the transaction's end. One round trip, as a plain begin. */
export const BEGIN_IN_OUR_STYLE = `${BEGIN};
  set local datestyle to 'ISO';
  set local intervalstyle to 'postgres';
  set local bytea_output to 'hex';
  set local extra_float_digits to 1`;

/** The same, in a schema of its own: its tables come first, those of the session behind them. The name was checked. */
export function beginIn(schema: string): string {
  return `${BEGIN_IN_OUR_STYLE};
  select set_config('search_path', '"${schema}", ' || current_setting('search_path'), true)`;
}

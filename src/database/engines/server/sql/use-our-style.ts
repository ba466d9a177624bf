/** For sessions that are ours alone. The time zone, too: whoever groups by day gets the same day everywhere. */
export const USE_OUR_STYLE = `
  set datestyle to 'ISO';
  set intervalstyle to 'postgres';
  set bytea_output to 'hex';
  set extra_float_digits to 1;
  set timezone to 'UTC';
  set session characteristics as transaction isolation level read committed`;

/** Tables of this schema come first, those of the role's own path behind them. The name was checked. */
export function useSchema(schema: string): string {
  return `
  select set_config('search_path', '"${schema}", ' || current_setting('search_path'), false)`;
}

/** For sessions that are ours alone. The time zone, too: whoever groups by day gets the same day everywhere. */
export const USE_OUR_STYLE = `
  set datestyle to 'ISO';
  set intervalstyle to 'postgres';
  set bytea_output to 'hex';
  set extra_float_digits to 1;
  set timezone to 'UTC';
  set session characteristics as transaction isolation level read committed`;

import { describeLongTime } from "./long-time.ts";

// Long enough for all that doubles to come to its end, and for one more to come if it did not. The year is `test/soak/a-year.test.ts`.
describeLongTime({ name: "ten weeks", days: 70, returnDay: 67, silentDays: 33, offDay: null, offBetween: [20, 50] });

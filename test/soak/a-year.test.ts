import { describeLongTime } from "../whole-way/long-time.ts";

describeLongTime({ name: "a year", days: 365, returnDay: 120, silentDays: 80, offDay: 140, offBetween: [40, 120] });

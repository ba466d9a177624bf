export { type MoodReading, moodOf, readMood } from "./read-mood.ts";

export { type Emotion, type EmotionReading, EMOTIONS } from "./emotions.ts";
export { readEmotion } from "./read-emotion.ts";
export { type MoodReading, moodOf, readMood } from "./read-mood.ts";

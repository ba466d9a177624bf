export { type Emotion, type EmotionReading, EMOTIONS } from "./emotions.ts";
export { readEmotion } from "./read-emotion.ts";
export { type MoodReading, readMood, SPEAKABLE_MOOD_SCORE } from "./read-mood.ts";
export { readTalkMood, type TalkMessage, type TalkMood } from "./read-talk-mood.ts";

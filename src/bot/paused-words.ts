/** What a yes is answered with so soon after signs of danger: true, and without a promise. */
export const PAUSED_WORDS =
  "I have noted it. For today I will not write by myself, whatever is set; tomorrow you can switch it on again. I am here if you write.";

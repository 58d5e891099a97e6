/** Twice the card's size in CSS pixels, for dense screens. */
export const CARD_SIZE = { width: 184, height: 144 };

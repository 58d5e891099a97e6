/** Bytes. A larger update, presence or frame is refused by name, never cut. */
export const MAX_UPDATE_BYTES = 16 * 1024 * 1024;
export const MAX_FRAME_BYTES = MAX_UPDATE_BYTES + 64 * 1024;
export const MAX_PRESENCE_BYTES = 16 * 1024;
export const MAX_ASSET_BYTES = 200 * 1024 * 1024;

/** Documents one socket may have open at once. */
export const MAX_CHANNELS = 256;

/** Milliseconds. */
export const HEARTBEAT_MS = 30_000;
export const HELLO_TIMEOUT_MS = 10_000;

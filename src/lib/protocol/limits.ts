/** Bytes. A larger update or presence is refused by name, never cut. */
export const MAX_UPDATE_BYTES = 16 * 1024 * 1024;
/** A whole document, as the line can carry it in one piece. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
export const MAX_PRESENCE_BYTES = 16 * 1024;
export const MAX_ASSET_BYTES = 200 * 1024 * 1024;

/** Bytes. A larger frame travels in chunks of `CHUNK_BYTES`, a larger message is not read at all. */
export const CHUNK_BYTES = 64 * 1024;
export const MAX_FRAME_BYTES = 1024 * 1024;
/** What all chunks of one frame may come to: the largest update, and what is around it. */
export const MAX_CHUNKED_BYTES = MAX_UPDATE_BYTES + 64 * 1024;
/** Stock clients cannot chunk: their messages are as large as an update. */
export const MAX_STOCK_MESSAGE_BYTES = MAX_UPDATE_BYTES + 64 * 1024;

/** Documents one socket may have open at once. */
export const MAX_CHANNELS = 256;
/** Unfinished chunked frames of one socket. */
export const MAX_CHUNKED_FRAMES = 8;

/** Milliseconds between a client's pings: of a tab somebody sees, and of a hidden one. */
export const HEARTBEAT_MS = 30_000;
export const HIDDEN_HEARTBEAT_MS = 120_000;
/** Milliseconds between the server's pings. Who misses two of them is gone: no ghost stays longer than three. */
export const SERVER_BEAT_MS = 10_000;
/** Milliseconds a client waits for the welcome. */
export const WELCOME_TIMEOUT_MS = 10_000;
/** Milliseconds the server waits for a hello, and then for a token that holds. */
export const HELLO_TIMEOUT_MS = 4_000;
export const TOKEN_TIMEOUT_MS = 10_000;

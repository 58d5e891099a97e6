import { frameOf } from '../bench/sync/raw-socket.ts';

const BINARY = 0x82;
const TEXT = 0x81;
const MASKED = 0x80;

/** A client's frame that announces so many bytes, and has none of them. */
function announce(bytes: bigint, first = BINARY): Buffer {
	const header = Buffer.alloc(14);
	header[0] = first;
	header[1] = MASKED | 127;
	header.writeBigUInt64BE(bytes, 2);
	return header;
}

const bytes = (...values: number[]) => Buffer.from(values);

/** What no WebSocket may say (RFC 6455, section 5), each the first thing on a connection. */
export const BROKEN_FRAMES: Readonly<Record<string, Buffer>> = {
	'a gigabyte announced': announce(2n ** 30n),
	'a terabyte announced': announce(2n ** 40n),
	'more than there are numbers announced': announce(2n ** 63n),
	'a gigabyte announced in a fragment': Buffer.concat([frameOf(bytes(1), 0x02), announce(2n ** 30n, 0x00)]),
	'no mask': bytes(BINARY, 3, 1, 2, 3),
	'reserved bits': frameOf(bytes(1, 2, 3), BINARY | 0x40),
	'compression nobody agreed on': frameOf(bytes(1, 2, 3), BINARY | 0x70),
	'an opcode that is none': frameOf(bytes(1), 0x83),
	'a continuation of nothing': frameOf(bytes(1), 0x80),
	'a message within a message': Buffer.concat([frameOf(bytes(1), 0x02), frameOf(bytes(1), BINARY)]),
	'a ping in fragments': frameOf(bytes(1), 0x09),
	'a ping of 126 bytes': frameOf(new Uint8Array(126), 0x89),
	'a goodbye of one byte': frameOf(bytes(3), 0x88),
	'a goodbye with a code that is none': frameOf(bytes(0, 5), 0x88),
	'a goodbye in bytes that are no text': frameOf(bytes(3, 0xe8, 0xff, 0xfe), 0x88),
	'text that is none': frameOf(bytes(0xff, 0xfe), TEXT),
	text: frameOf(Buffer.from('hello'), TEXT),
	'a length in more bytes than it takes, of nothing': Buffer.concat([announce(0n), bytes()]),
	'tens of thousands of fragments': Buffer.concat(
		Array.from({ length: 40_000 }, (_, i) => frameOf(bytes(1), i === 0 ? 0x02 : 0x00)),
	),
};

type Request = (host: string) => string;

const upgradeOf =
	(path: string, ...headers: string[]): Request =>
	(host) =>
		`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n`;

const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
const UPGRADE = ['Connection: Upgrade', 'Upgrade: websocket'];
const VERSION = 'Sec-WebSocket-Version: 13';
const PROTOCOL = 'Sec-WebSocket-Protocol: rastudios.v1';

/** Requests that must not become a line: wrong, ambiguous between two readers, or of another kind. */
export const BROKEN_REQUESTS: Readonly<Record<string, Request>> = {
	'not HTTP': () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n',
	'two lengths': upgradeOf(
		'/sync',
		...UPGRADE,
		KEY,
		VERSION,
		PROTOCOL,
		'Content-Length: 5',
		'Content-Length: 6',
	),
	'a length and pieces': upgradeOf(
		'/sync',
		...UPGRADE,
		KEY,
		VERSION,
		PROTOCOL,
		'Content-Length: 5',
		'Transfer-Encoding: chunked',
	),
	'an encoding in disguise': upgradeOf(
		'/sync',
		...UPGRADE,
		KEY,
		VERSION,
		PROTOCOL,
		'Transfer-Encoding: xchunked',
	),
	'a header over two lines': upgradeOf(
		'/sync',
		...UPGRADE,
		KEY,
		VERSION,
		PROTOCOL,
		'X-A: 1\r\n  Content-Length: 5',
	),
	'a space before the colon': upgradeOf('/sync', ...UPGRADE, KEY, VERSION, PROTOCOL, 'Content-Length : 5'),
	'no host': () => `GET /sync HTTP/1.1\r\n${[...UPGRADE, KEY, VERSION, PROTOCOL].join('\r\n')}\r\n\r\n`,
	'a line that ends in LF alone': (host) =>
		`GET /sync HTTP/1.1\nHost: ${host}\n${[...UPGRADE, KEY, VERSION, PROTOCOL].join('\n')}\n\n`,
	'no key': upgradeOf('/sync', ...UPGRADE, VERSION, PROTOCOL),
	'a key that is none': upgradeOf('/sync', ...UPGRADE, 'Sec-WebSocket-Key: short', VERSION, PROTOCOL),
	'another version': upgradeOf('/sync', ...UPGRADE, KEY, 'Sec-WebSocket-Version: 8', PROTOCOL),
	'another protocol to become': upgradeOf(
		'/sync',
		'Connection: Upgrade',
		'Upgrade: h2c',
		KEY,
		VERSION,
		PROTOCOL,
	),
	'a subprotocol twice': upgradeOf('/sync', ...UPGRADE, KEY, VERSION, `${PROTOCOL}, rastudios.v1`),
	'a subprotocol that is no token': upgradeOf('/sync', ...UPGRADE, KEY, VERSION, `${PROTOCOL}, "\\", @`),
	'no subprotocol': upgradeOf('/sync', ...UPGRADE, KEY, VERSION),
	'a POST': (host) => upgradeOf('/sync', ...UPGRADE, KEY, VERSION, PROTOCOL)(host).replace('GET', 'POST'),
	'an old HTTP': (host) => upgradeOf('/sync', ...UPGRADE, KEY, VERSION, PROTOCOL)(host).replace('1.1', '1.0'),
	'another path': upgradeOf('//sync', ...UPGRADE, KEY, VERSION, PROTOCOL),
	'a body': upgradeOf('/sync', ...UPGRADE, KEY, VERSION, PROTOCOL, 'Content-Length: 5'),
	'an encoded path': upgradeOf('/%73ync', ...UPGRADE, KEY, VERSION, PROTOCOL),
	'a whole address of somewhere else': upgradeOf(
		'http://evil.example/sync',
		...UPGRADE,
		KEY,
		VERSION,
		PROTOCOL,
	),
	'headers without end': upgradeOf(
		'/sync',
		...UPGRADE,
		KEY,
		VERSION,
		PROTOCOL,
		`X-Long: ${'x'.repeat(100_000)}`,
	),
	'ten thousand headers': upgradeOf(
		'/sync',
		...UPGRADE,
		KEY,
		VERSION,
		PROTOCOL,
		...Array.from({ length: 10_000 }, (_, i) => `X-${i}: ${i}`),
	),
	'a path without end': upgradeOf(`/sync/${'a'.repeat(50_000)}`, ...UPGRADE, KEY, VERSION, PROTOCOL),
};

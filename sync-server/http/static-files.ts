import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

const TYPES: Readonly<Record<string, string>> = {
	'.avif': 'image/avif',
	'.bin': 'application/octet-stream',
	'.css': 'text/css; charset=utf-8',
	'.glb': 'model/gltf-binary',
	'.gltf': 'model/gltf+json',
	'.hdr': 'image/vnd.radiance',
	'.html': 'text/html; charset=utf-8',
	'.ico': 'image/x-icon',
	'.jpg': 'image/jpeg',
	'.js': 'text/javascript; charset=utf-8',
	'.json': 'application/json',
	'.map': 'application/json',
	'.mjs': 'text/javascript; charset=utf-8',
	'.mp3': 'audio/mpeg',
	'.ogg': 'audio/ogg',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
	'.ttf': 'font/ttf',
	'.txt': 'text/plain; charset=utf-8',
	'.wasm': 'application/wasm',
	'.webmanifest': 'application/manifest+json',
	'.webp': 'image/webp',
	'.woff2': 'font/woff2',
};
const COMPRESSIBLE = /^(text\/|application\/(json|manifest\+json|wasm)|image\/svg|model\/gltf)/;
const MIN_GZIP_BYTES = 1024;
const MAX_GZIP_BYTES = 8 * 1024 * 1024;

const IMMUTABLE = '/_app/immutable/';
const SHELL = '200.html';

type FileInfo = { readonly path: string; readonly size: number; readonly modified: number };
type Prepared = { readonly modified: number; readonly etag: string; readonly zipped: Uint8Array | null };

/** The built app, as files: hashed ones for a year, all others asked about each time; unknown pages get the app's shell. */
export class StaticFiles {
	#folder: string;
	#prepared = new Map<string, Promise<Prepared>>();

	constructor(folder: string) {
		this.#folder = folder;
	}

	async serve(request: Request): Promise<Response> {
		const path = decodePath(new URL(request.url).pathname);
		if (path === null) return answerText(request, 400, 'The address cannot be read\n');
		const file = await this.#find(path === '/' ? '/index.html' : path);
		if (file) return this.#answer(request, file, path.startsWith(IMMUTABLE));
		// A missing file must not come back as a page: a stale script would be "loaded" from it.
		if (extname(path) !== '' || path.startsWith('/_app/') || path.startsWith('/sync')) {
			return answerText(request, 404, 'There is no such file\n');
		}
		const shell = await this.#find(`/${SHELL}`);
		if (shell) return this.#answer(request, shell, false);
		return answerText(
			request,
			503,
			'RaStudios runs, but the app is not built yet. Run "npm start", or "npm run build".\n',
		);
	}

	async #find(path: string): Promise<FileInfo | null> {
		const wanted = join(this.#folder, path);
		if (!wanted.startsWith(this.#folder + sep)) return null;
		try {
			// Links that lead out of the folder are not followed.
			const [real, root] = await Promise.all([realpath(wanted), realpath(this.#folder)]);
			if (!real.startsWith(root + sep)) return null;
			const info = await stat(real);
			return info.isFile() ? { path: real, size: info.size, modified: info.mtimeMs } : null;
		} catch {
			return null; // whatever keeps us from reading it, for the visitor it is not there
		}
	}

	async #answer(request: Request, file: FileInfo, immutable: boolean): Promise<Response> {
		const type = TYPES[extname(file.path)] ?? 'application/octet-stream';
		const { etag, zipped } = await this.#prepare(file, COMPRESSIBLE.test(type));
		const headers = new Headers({
			'Content-Type': type,
			'Cache-Control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
			ETag: etag,
			Vary: 'Accept-Encoding',
		});
		if (matchesEtag(request, etag)) return new Response(null, { status: 304, headers });
		const useZipped = zipped && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
		if (useZipped) headers.set('Content-Encoding', 'gzip');
		headers.set('Content-Length', String(useZipped ? zipped.byteLength : file.size));
		if (request.method === 'HEAD') return new Response(null, { headers });
		if (useZipped) return new Response(zipped as Uint8Array<ArrayBuffer>, { headers });
		return new Response(Readable.toWeb(createReadStream(file.path)) as ReadableStream, { headers });
	}

	// Read, hashed and zipped once per version of the file.
	async #prepare(file: FileInfo, compressible: boolean): Promise<Prepared> {
		const known = await this.#prepared.get(file.path);
		if (known?.modified === file.modified) return known;
		const preparing = prepare(file, compressible);
		this.#prepared.set(file.path, preparing);
		preparing.catch(() => this.#prepared.delete(file.path));
		return preparing;
	}
}

async function prepare({ path, size, modified }: FileInfo, compressible: boolean): Promise<Prepared> {
	const bytes = await readFile(path);
	const etag = `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
	const worthwhile = compressible && size >= MIN_GZIP_BYTES && size <= MAX_GZIP_BYTES;
	return { modified, etag, zipped: worthwhile ? await compress(bytes) : null };
}

function decodePath(path: string): string | null {
	try {
		const decoded = decodeURIComponent(path);
		return decoded.includes('\0') || decoded.includes('\\') ? null : decoded;
	} catch {
		return null; // a "%" that stands for nothing
	}
}

function matchesEtag(request: Request, etag: string): boolean {
	const asked = request.headers.get('if-none-match');
	if (asked === null) return false;
	return asked.split(',').some((one) => one.trim().replace(/^W\//, '') === etag.replace(/^W\//, ''));
}

function answerText(request: Request, status: number, text: string): Response {
	const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
	return new Response(request.method === 'HEAD' ? null : text, { status, headers });
}

import { createHash } from 'node:crypto';
import process from 'node:process';
import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { sourceHash } from './scripts/source-hash.mjs';
import { FRAME_SCRIPT } from './src/lib/runtime/sandbox/frame-script.ts';

// The inline style that Kit's route announcer carries; allowed by its hash so that no other inline style is.
const ROUTE_ANNOUNCER_STYLE = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';

// The one script of the frame that games run in, which takes over this page's policy.
const FRAME = `sha256-${createHash('sha256').update(FRAME_SCRIPT).digest('base64')}`;

// scripts/build.mjs builds elsewhere and swaps, so that a failed build never leaves half a build behind.
const out = process.env.BUILD_DIR || 'build';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		adapter: adapter({ fallback: '200.html', pages: out, assets: out }),
		// Kit reads this file more than once a build: a file saved meanwhile must not give two versions.
		version: { name: (process.env.BUILD_VERSION ||= sourceHash(import.meta.dirname)) },
		// Registered by lib/pwa, which asks before an update takes over.
		serviceWorker: { register: false },
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['self'],
				// Physics is WebAssembly: compiling some is no way to run what else is kept out.
				'script-src': ['self', FRAME, 'wasm-unsafe-eval'],
				'style-src': ['self', 'unsafe-hashes', ROUTE_ANNOUNCER_STYLE],
				'img-src': ['self', 'blob:', 'data:'],
				'font-src': ['self'],
				'connect-src': ['self', 'blob:'],
				'worker-src': ['self', 'blob:'],
				'media-src': ['self', 'blob:'],
				'manifest-src': ['self'],
				'frame-src': ['none'],
				'object-src': ['none'],
				'base-uri': ['self'],
				'form-action': ['self'],
			},
		},
	},
};

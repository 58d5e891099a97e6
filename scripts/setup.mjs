// Makes a fresh clone ready: packages, the Node 26 runtime, and (for tests) a Chromium.
// Plain JavaScript without dependencies: it runs on whatever Node (20 or newer) the machine has.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const BIN = join(ROOT, 'node_modules', '.bin');
const WINDOWS = process.platform === 'win32';
const RUNTIME_MAJOR = 26;

/** A set-up step that failed for a reason a person can act on: print the message, not the stack. */
export class SetupError extends Error {}

/** The Node 26 that the package `node` brings, whatever Node this script runs on. */
export const nodePath = () =>
	WINDOWS
		? join(ROOT, 'node_modules', 'node', 'bin', 'node.exe')
		: join(ROOT, 'node_modules', '.bin', 'node');

/** The environment for our own tools: Node 26 and the packages' commands first. */
export const toolEnv = (extra = {}) => ({
	...process.env,
	// What Node made of our TypeScript is kept: each start of a server, of which tests make hundreds, costs half.
	NODE_COMPILE_CACHE: join(ROOT, '.cache', 'node'),
	...extra,
	PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}`,
});

let running = null;

/** Passes a signal on to the command that is running, if any. */
export function stopRunning(signal) {
	running?.kill(signal);
	return running !== null;
}

/** Runs a command with its output shown; resolves to its exit code (128 + n for a signal). */
export function run(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
		running = child;
		child.on('error', (error) => {
			running = null;
			reject(new SetupError(`Could not run ${command}: ${error.message}`));
		});
		child.on('exit', (code, signal) => {
			running = null;
			resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGKILL' ? 137 : 143));
		});
	});
}

/** Installs, checks the runtime and, when asked, the test browser. Each part is skipped when already there. */
export async function setup({ browser = false } = {}) {
	await ensurePackages();
	await ensureRuntime();
	if (!browser) return { browsers: {} };
	const chromium = await ensureChromium();
	const shell = await ensureHeadlessShell(chromium);
	return { browsers: { CHROMIUM_PATH: chromium, ...(shell && { HEADLESS_SHELL_PATH: shell }) } };
}

async function ensurePackages() {
	if (packagesMatchLock()) return;
	say('Installing packages (npm install)…');
	// Not `npm ci`: it refuses a lock without the builds for other systems, which not every registry has.
	// The versions are the lock's all the same, and nothing is written to it.
	if ((await npm(['install', '--no-save', '--include=dev', '--no-audit', '--no-fund'])) !== 0) {
		throw new SetupError(
			'npm install failed (see above). Is the package registry reachable? Run the command again.',
		);
	}
}

/** Compares what is installed with the lock by content, so that a fresh checkout's file times don't matter. */
export function packagesMatchLock(root = ROOT) {
	const installed = readJson(join(root, 'node_modules', '.package-lock.json'));
	const wanted = readJson(join(root, 'package-lock.json'));
	if (!installed || !wanted) return false;
	return Object.entries(wanted.packages ?? {}).every(([path, entry]) => {
		if (path === '') return true;
		const present = installed.packages?.[path];
		// Packages for other systems are optional and may rightly be absent.
		if (!present) return Boolean(entry.optional || entry.devOptional || entry.peer);
		return present.version === entry.version && present.integrity === entry.integrity;
	});
}

async function ensureRuntime() {
	if (runtimeMajor() === RUNTIME_MAJOR) return;
	say(`Fetching the Node ${RUNTIME_MAJOR} runtime (npm rebuild node)…`);
	await npm(['rebuild', 'node']);
	const major = runtimeMajor();
	if (major === RUNTIME_MAJOR) return;
	throw new SetupError(
		`The packaged Node ${RUNTIME_MAJOR} runtime does not start on this system ` +
			`(found ${major === null ? 'none' : `Node ${major}`} at ${nodePath()}). ` +
			'Delete node_modules and run the command again.',
	);
}

function runtimeMajor() {
	const result = spawnSync(nodePath(), ['--version'], { encoding: 'utf8' });
	const match = /^v(\d+)\./.exec(result.stdout ?? '');
	return match ? Number(match[1]) : null;
}

// Our own .bin must not be on the path here: npm would run on the very Node it is about to replace.
function npm(args) {
	const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => entry !== BIN);
	return run('npm', args, { env: { ...process.env, PATH: path.join(delimiter) }, shell: WINDOWS });
}

async function ensureChromium() {
	const found = findChromium();
	if (found) return found;
	if (mayInstall()) {
		say('Installing Chromium for the end-to-end tests (apt-get install chromium)…');
		await install(['chromium']);
		const installed = findChromium();
		if (installed) return installed;
	}
	say('Installing Chromium for the end-to-end tests (playwright install chromium)…');
	await run(nodePath(), [join(ROOT, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium'], {
		env: toolEnv(),
	});
	const installed = findChromium();
	if (installed) return installed;
	throw new SetupError(
		'No Chromium for the end-to-end tests: none is on the PATH and none could be installed. ' +
			'Install Chromium or Chrome, or set CHROMIUM_PATH to one.',
	);
}

/** The same browser without a window, where the system has it: tests start it some hundred times, and it costs less. */
async function ensureHeadlessShell(chromium) {
	const found = findHeadlessShell();
	if (found || process.env.CHROMIUM_PATH || chromium !== '/usr/bin/chromium' || !mayInstall()) return found;
	say('Installing the Chromium without a window (apt-get install chromium-headless-shell)…');
	await install(['chromium', 'chromium-headless-shell']);
	return findHeadlessShell();
}

/** HEADLESS_SHELL_PATH or the PATH's; null where there is none, or where CHROMIUM_PATH says what to test with. */
function findHeadlessShell() {
	const given = process.env.HEADLESS_SHELL_PATH;
	const path = given ?? (process.env.CHROMIUM_PATH ? null : onPath('chromium-headless-shell'));
	return path && starts(path) ? path : null;
}

const mayInstall = () =>
	process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get') !== null;

async function install(packages) {
	await run('apt-get', ['update', '-q']);
	await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], {
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
	});
}

/** The first Chromium that really starts: CHROMIUM_PATH, the PATH's, or Playwright's own. */
export function findChromium() {
	const given = process.env.CHROMIUM_PATH;
	if (given) {
		if (starts(given)) return given;
		throw new SetupError(`CHROMIUM_PATH is ${given}, which does not start. Correct it or unset it.`);
	}
	const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
	const candidates = [...names.map(onPath), playwrightChromium()];
	return candidates.find((path) => path && starts(path)) ?? null;
}

/** A Firefox for the tests that have a second browser: FIREFOX_PATH or the PATH's; never installed by us. */
export function findFirefox() {
	const given = process.env.FIREFOX_PATH;
	if (given) {
		if (starts(given)) return given;
		throw new SetupError(`FIREFOX_PATH is ${given}, which does not start. Correct it or unset it.`);
	}
	return ['firefox-esr', 'firefox'].map(onPath).find((path) => path && starts(path)) ?? null;
}

function starts(path) {
	return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

function onPath(name) {
	const directories = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
	return directories.map((directory) => join(directory, name)).find((path) => existsSync(path)) ?? null;
}

function playwrightChromium() {
	const script = "console.log(require('playwright-core').chromium.executablePath())";
	try {
		const path = execFileSync(nodePath(), ['-e', script], {
			cwd: ROOT,
			encoding: 'utf8',
			stdio: 'pipe',
		}).trim();
		return existsSync(path) ? path : null;
	} catch {
		// Not installed yet, or no build for this system: the caller installs one or explains.
		return null;
	}
}

function readJson(path) {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		// Missing or half-written: both mean "install again".
		return null;
	}
}

export function say(text) {
	console.error(`• ${text}`);
}

/** Runs a script's body: expected failures become one clear line and exit code 1. */
export async function main(body) {
	try {
		process.exitCode = await body();
	} catch (error) {
		console.error(error instanceof SetupError ? `✗ ${error.message}` : error);
		process.exitCode = 1;
	}
}

import { ensureBuild } from '../../scripts/build.mjs';

/** End-to-end tests run against the build of the sources that are here now. */
async function globalSetup(): Promise<void> {
	await ensureBuild();
}

// eslint-disable-next-line no-restricted-syntax -- Playwright asks for the set-up as a default export
export default globalSetup;

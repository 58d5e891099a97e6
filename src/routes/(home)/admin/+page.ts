import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => {
	const { studio } = await parent();
	return { account: await studio.openAccount() };
};

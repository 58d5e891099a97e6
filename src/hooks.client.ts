import type { HandleClientError } from '@sveltejs/kit';

/** An address that leads nowhere is explained on the page; what nobody expected belongs on the console as well. */
export const handleError: HandleClientError = ({ error, status, message }) => {
	if (status !== 404) console.error(error);
	return { message };
};

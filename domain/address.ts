/** Whether a text may be an IP address or a host's name. What is handed to a program must never look like an option. */
export const isAddress = (text: string): boolean => /^[A-Za-z0-9:][A-Za-z0-9.:%_-]*$/.test(text);

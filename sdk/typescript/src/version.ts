/** The version of the package: that of the API's document that it was made from. */
export const VERSION = '0.1.0';

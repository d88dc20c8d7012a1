/**
 * What statements and their readers go by and a profile of the server may have set otherwise: a row without a partner has empty
 * columns, and numbers of 64 bits are numbers.
 */
export const profileSettings = 'join_use_nulls = 0, output_format_json_quote_64bit_integers = 0';

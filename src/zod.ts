/**
 * zod, told not to compile schemas: else it tries whether it may make code from strings, which the page's
 * Content-Security-Policy forbids and reports. Every schema is made with this one.
 */
import * as z from 'zod';

z.config({ jitless: true });

export { z };

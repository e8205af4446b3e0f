// What the checks are made of.

export class Report {
    #failures = [];
    #count = 0;

    async check(name, body) {
        const start = Date.now();
        ++this.#count;
        try {
            const note = await body();
            console.log(`ok    ${name} (${Date.now() - start} ms)${typeof note === 'string' ? `: ${note}` : ''}`);
        } catch (error) {
            this.#failures.push(name);
            console.log(`FAIL  ${name}: ${error?.constructor?.name}: ${error?.message}`);
        }
    }

    end() {
        console.log(`${this.#count - this.#failures.length} of ${this.#count} checks passed`);
        for (const name of this.#failures)
            console.log(`failed: ${name}`);
        return this.#failures.length > 0 ? 1 : 0;
    }
}

export function require(condition, sentence) {
    if (!condition)
        throw new Error(sentence);
}

export function near(value, expected, what, tolerance = 1e-9) {
    require(Math.abs(value - expected) <= tolerance, `${what}: ${value} is not ${expected}`);
    return true;
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function untilOr(promise, ms, sentence) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(sentence)), ms);
    });
    try {
        return await Promise.race([promise, late]);
    } finally {
        clearTimeout(timer);
    }
}

/// The very class, so that a more general error does not pass for the right one.
export async function expectError(type, body) {
    let thrown;
    try {
        await body();
    } catch (error) {
        thrown = error;
    }
    require(thrown, `no error where ${type.name} was due`);
    require(thrown.constructor === type, `${thrown.constructor.name} instead of ${type.name}: ${thrown.message}`);
}

/// Points every address of an exchange object at the simulated exchange.
export function local(exchange, port) {
    const walk = (node) => {
        for (const [name, value] of Object.entries(node)) {
            if (typeof value === 'string')
                node[name] = value.replace(/^https:\/\/[^/]+/, `http://127.0.0.1:${port}`)
                    .replace(/^wss:\/\/[^/]+/, `ws://127.0.0.1:${port}`);
            else if (value && typeof value === 'object')
                walk(value);
        }
    };
    walk(exchange.urls.api);
    return exchange;
}

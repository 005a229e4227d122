package io.slipway.platform.demo;

/** How this machine reaches the addresses of services. */
public interface Reach {

    /** Addresses that are reached as they are. */
    Reach DIRECT = new Reach() {
        @Override
        public String from(String url) {
            return url;
        }

        @Override
        public String hint(String url) {
            return url;
        }
    };

    /** An address that this process can use for {@code url}. */
    String from(String url);

    /** {@code url} and, if it takes something to reach it, what that is. */
    String hint(String url);
}

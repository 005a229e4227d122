package io.slipway.runtime.docker.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Address arithmetic for IPv4: a pool that is cut into one subnet per environment. The lower half of a subnet is for
 * addresses that Slipway chooses, the upper half for those that the engine chooses, so that they never collide.
 */
final class Subnets {

    private final long base;
    private final int poolBits;
    private final int subnetBits;

    /**
     * @param pool for example {@code 10.213.0.0/16}
     * @param subnetBits prefix length of each subnet
     */
    Subnets(String pool, int subnetBits) {
        String[] parts = pool.split("/", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("'" + pool + "' is not a network in CIDR notation");
        }
        this.poolBits = Integer.parseInt(parts[1]);
        this.subnetBits = subnetBits;
        if (poolBits < 8 || subnetBits < poolBits || subnetBits > 28) {
            throw new IllegalArgumentException("'" + pool + "' cannot be cut into networks of /" + subnetBits);
        }
        this.base = parse(parts[0]) & mask(poolBits);
    }

    /** All subnets, the one that {@code seed} falls on first. */
    List<String> startingAt(int seed) {
        int count = 1 << (subnetBits - poolBits);
        int first = Math.floorMod(seed, count);
        List<String> subnets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            subnets.add(format(base + ((long) ((first + i) % count) << (32 - subnetBits))) + "/" + subnetBits);
        }
        return subnets;
    }

    /** The upper half of {@code subnet}. */
    static String upperHalf(String subnet) {
        int bits = bits(subnet);
        return format(first(subnet) + (1L << (31 - bits))) + "/" + (bits + 1);
    }

    /** The first address of the lower half that is not taken; the network's own and the gateway's are left out. */
    static String free(String subnet, Set<String> taken) {
        long first = first(subnet);
        for (long i = 2; i < 1L << (31 - bits(subnet)); i++) {
            String address = format(first + i);
            if (!taken.contains(address)) {
                return address;
            }
        }
        throw new IllegalStateException("no address is left in " + subnet);
    }

    /** Whether two networks have addresses in common. */
    static boolean overlap(String one, String other) {
        long mask = mask(Math.min(bits(one), bits(other)));
        return (first(one) & mask) == (first(other) & mask);
    }

    private static long first(String subnet) {
        return parse(subnet.substring(0, subnet.indexOf('/')));
    }

    private static int bits(String subnet) {
        return Integer.parseInt(subnet.substring(subnet.indexOf('/') + 1));
    }

    private static long mask(int bits) {
        return (0xFFFFFFFFL << (32 - bits)) & 0xFFFFFFFFL;
    }

    private static long parse(String address) {
        long value = 0;
        String[] bytes = address.split("\\.", -1);
        if (bytes.length != 4) {
            throw new IllegalArgumentException("'" + address + "' is not an IPv4 address");
        }
        for (String part : bytes) {
            value = value << 8 | Integer.parseInt(part);
        }
        return value;
    }

    private static String format(long value) {
        return (value >> 24 & 255) + "." + (value >> 16 & 255) + "." + (value >> 8 & 255) + "." + (value & 255);
    }
}

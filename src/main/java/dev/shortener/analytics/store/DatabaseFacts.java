package dev.shortener.analytics.store;

import java.util.ArrayList;
import java.util.List;

/**
 * What a database is like, as far as writing clicks goes. Immutable.
 *
 * @param serverVersion as the server names it
 * @param role that is connected
 * @param synchronousCommit the server's setting for this role
 * @param fsync whether the server forces its log to disk
 * @param readOnly whether the server takes no writes: a standby, or read-only by default
 * @param tableExists whether there is a table {@code clicks} in the search path
 * @param missingColumns columns that this version writes and the table lacks; all of them without a table
 * @param unique whether a unique index keeps two rows of one id apart. Without it a redelivered click counts twice
 * @param mayInsert whether the role may add rows
 * @param maySelect whether the role may read rows
 * @param mayAddVersions whether the role may read and add to {@code rules_versions}
 * @param ledgerExists whether there are the tables {@code click_ledger} and {@code click_rejections} in the search path
 * @param mayEnter whether the role may add rows to them
 * @param visitorsExist whether there is a place for visitors in the search path
 * @param mayCountVisitors whether the role may add to it, and ask for salts
 */
public record DatabaseFacts(
        String serverVersion,
        String role,
        String synchronousCommit,
        boolean fsync,
        boolean readOnly,
        boolean tableExists,
        List<String> missingColumns,
        boolean unique,
        boolean mayInsert,
        boolean maySelect,
        boolean mayAddVersions,
        boolean ledgerExists,
        boolean mayEnter,
        boolean visitorsExist,
        boolean mayCountVisitors) {

    public DatabaseFacts {
        missingColumns = List.copyOf(missingColumns);
    }

    /** What keeps clicks from being written, one sentence each with how to mend it; empty if nothing does. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (!tableExists) {
            faults.add("there is no table clicks in search_path: run the command migrate");
            return faults;
        }
        if (!missingColumns.isEmpty()) {
            faults.add("the table clicks lacks " + String.join(", ", missingColumns) + ": run the command migrate");
        }
        if (!unique) {
            faults.add("the table clicks has no unique index on id, so that a redelivered click would count twice:"
                    + " add a primary key");
        }
        if (!mayInsert) {
            faults.add("role " + role + " may not add rows: GRANT INSERT ON clicks TO " + role);
        }
        if (!ledgerExists) {
            faults.add("there is no table click_ledger or click_rejections in search_path: run the command migrate");
        } else if (!mayEnter) {
            faults.add("role " + role + " may not add rows: GRANT INSERT ON click_ledger, click_rejections TO " + role);
        }
        return faults;
    }

    /** What keeps visitors from being counted, one sentence each with how to mend it; matters only where they are to be. */
    public List<String> visitorFaults() {
        if (!visitorsExist) {
            return List.of(
                    "Privacy.Visitors is on, and there is no place for them in search_path, click_visitor_changes or click_visitor_salt:"
                            + " run the command migrate");
        }
        return mayCountVisitors
                ? List.of()
                : List.of(
                        "Privacy.Visitors is on, and role " + role + " may not count visitors: " + visitorGrants(role));
    }

    static String visitorGrants(String role) {
        return "GRANT INSERT ON click_visitor_changes TO " + role + ", and GRANT EXECUTE ON FUNCTION"
                + " click_visitor_salt(DATE) TO " + role;
    }

    /** What weakens a promise without breaking anything now, one sentence each; empty if nothing does. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (synchronousCommit.equals("off")) {
            warnings.add("synchronous_commit is off: clicks that were acknowledged are lost if the server crashes;"
                    + " set synchronous_commit=on for this role or database");
        }
        if (!fsync) {
            warnings.add(
                    "fsync is off: the database may be damaged if its machine crashes; set fsync=on in postgresql.conf");
        }
        if (readOnly) {
            warnings.add("the server takes no writes at present: a standby, or read-only by default;"
                    + " let DataSource name the primary");
        }
        if (tableExists && !maySelect) {
            warnings.add(
                    "role " + role + " may not read clicks: audit and reenrich need GRANT SELECT ON clicks TO " + role);
        }
        if (tableExists && missingColumns.isEmpty() && !mayAddVersions) {
            warnings.add("role " + role + " may not add to rules_versions: clicks are stored without rules_version;"
                    + " GRANT SELECT, INSERT ON rules_versions TO " + role);
        }
        return warnings;
    }
}

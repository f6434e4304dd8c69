package dev.skep.bpf.feature;

import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;

import java.util.List;

/** Loads the smallest BTF that has a kind of type. */
final class BtfProbe {

    private final Trial trial;
    private final Verdicts verdicts;

    BtfProbe(Trial trial, Verdicts verdicts) {
        this.trial = trial;
        this.verdicts = verdicts;
    }

    Answer of(BtfFeature feature) {
        BtfBuilder btf = new BtfBuilder();
        int number = btf.integer("int", 4, BtfType.Int.SIGNED);
        switch (feature) {
            case BASIC -> btf.add(new BtfType.Typedef("number", number));
            case FUNCTIONS -> function(btf, number, BtfType.Linkage.STATIC);
            case GLOBAL_FUNCTIONS -> function(btf, number, BtfType.Linkage.GLOBAL);
            case DATA_SECTIONS -> section(btf, number, ".data");
            case OPTIONAL_DATA_SECTIONS -> section(btf, number, "?.data");
            case FLOAT -> btf.add(new BtfType.FloatType("double", 8));
            case DECLARATION_TAG -> {
                int variable = btf.add(new BtfType.Var("v", number, BtfType.Linkage.STATIC));
                btf.add(new BtfType.DeclTag("tag", variable, -1, false));
            }
            case TYPE_TAG ->
                    btf.add(new BtfType.Ptr(btf.add(new BtfType.TypeTag("tag", number, false))));
            case ENUM64 ->
                    btf.add(
                            new BtfType.Enum64(
                                    "e", 8, true, List.of(new BtfType.Enumerator("A", -1))));
        }
        return verdicts.of(feature, trial.load(btf));
    }

    private static void function(BtfBuilder btf, int number, BtfType.Linkage linkage) {
        int prototype =
                btf.add(new BtfType.FuncProto(number, List.of(new BtfType.Parameter("a", number))));
        btf.add(new BtfType.Func("f", prototype, linkage));
    }

    private static void section(BtfBuilder btf, int number, String name) {
        int variable = btf.add(new BtfType.Var("v", number, BtfType.Linkage.STATIC));
        btf.add(new BtfType.DataSec(name, 4, List.of(new BtfType.SectionVariable(variable, 0, 4))));
    }
}

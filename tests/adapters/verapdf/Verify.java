// Says of each file whether veraPDF finds it PDF/A-3a and PDF/UA-1: one line a file and standard, with the broken rules.
import java.io.FileInputStream;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;

public final class Verify {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            for (PDFAFlavour standard : new PDFAFlavour[] {PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1}) {
                try (var parser = Foundries.defaultInstance().createParser(new FileInputStream(file), standard);
                        var validator = Foundries.defaultInstance().createValidator(standard, false)) {
                    ValidationResult result = validator.validate(parser);
                    StringBuilder broken = new StringBuilder();
                    for (Map.Entry<?, Integer> rule : result.getFailedChecks().entrySet()) {
                        broken.append(' ').append(rule.getKey().toString().replace(' ', '_'));
                    }
                    System.out.println(standard.getId() + " " + result.isCompliant() + broken);
                }
            }
        }
    }
}
